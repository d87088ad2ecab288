namespace Fakes.Coredinator.Services;

/// <summary>The config file a service is started with.</summary>
internal static class ServiceConfig
{
    // A real service whose process dies ends up failed; here a line in the file says so.
    private const string FailMark = "fake: fail";

    public static bool MakesItFail(string path)
    {
        try
        {
            return File.ReadLines(path).Any(line => line.Trim() == FailMark);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
