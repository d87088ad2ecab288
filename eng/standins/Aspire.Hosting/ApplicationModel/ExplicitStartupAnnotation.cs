// Stands in for Aspire.Hosting.ApplicationModel.ExplicitStartupAnnotation.
namespace Aspire.Hosting.ApplicationModel;

public sealed class ExplicitStartupAnnotation : IResourceAnnotation;
