namespace Aspire.Hosting.Reporting;

/// <summary>Where the lines go that services write.</summary>
internal interface IResourceOutput
{
    void Write(string resourceName, string line, bool isError);
}
