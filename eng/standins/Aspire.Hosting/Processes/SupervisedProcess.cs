using System.ComponentModel;
using System.Diagnostics;

namespace Aspire.Hosting.Processes;

/// <summary>A child process that cannot outlive this one: see lifeline.sh.</summary>
internal sealed class SupervisedProcess : IDisposable
{
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly TimeProvider _time;

    private SupervisedProcess(Process process, TimeProvider time)
    {
        _process = process;
        _time = time;
        Exited = ExitCodeAsync();

        // If it was the shell that was killed, its other half is still there to end the service.
        process.Exited += (_, _) => Dispose();
        process.EnableRaisingEvents = true;
    }

    /// <summary>Completes with the exit code when the process has ended and all that it wrote has been read.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts the process. <paramref name="output"/> gets each line, and whether it is from standard error.</summary>
    public static SupervisedProcess Start(ProcessSpec spec, Action<string, bool> output, TimeProvider time)
    {
        var process = new Process { StartInfo = Lifeline.Wrap(spec) };
        process.OutputDataReceived += (_, line) => Forward(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Forward(line.Data, isError: true);

        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            process.Dispose();
            throw new DistributedApplicationException($"{process.StartInfo.FileName} cannot be started: {exception.Message}", exception);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new SupervisedProcess(process, time);

        void Forward(string? line, bool isError)
        {
            if (line is not null)
                output(line, isError);
        }
    }

    /// <summary>Asks the process to end, and ends it when <paramref name="grace"/> is over or there is no more time.</summary>
    public async Task StopAsync(TimeSpan grace, CancellationToken noMoreTime)
    {
        Signal("TERM");
        try
        {
            await Exited.WaitAsync(grace, _time, noMoreTime);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            Signal("KILL");
            await Task.WhenAny(Exited, Task.Delay(AfterKill, _time, CancellationToken.None));
        }
    }

    public void Kill() => Signal("KILL");

    /// <summary>Lets go of the lifeline: what still runs is ended by it.</summary>
    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
            Attempt(() => _process.StandardInput.Close());
        else if (!Exited.IsCompleted)
            Attempt(() => _process.Kill(entireProcessTree: true));
    }

    private void Signal(string name) => Attempt(() =>
    {
        if (OperatingSystem.IsWindows())
        {
            _process.Kill(entireProcessTree: true);
            return;
        }

        _process.StandardInput.WriteLine(name);
        _process.StandardInput.Flush();
    });

    /// <summary>The process may end at any moment, and then there is nothing to do.</summary>
    private static void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or Win32Exception)
        {
        }
    }

    private async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        Attempt(_process.Dispose);
        return code;
    }
}
