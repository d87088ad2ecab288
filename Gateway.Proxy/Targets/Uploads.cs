namespace Gateway.Proxy.Targets;

/// <summary>The large uploads that hold a connection permit of one target. While requests wait for a permit, each upload needs a minimum rate that grows with their waiting time.</summary>
internal sealed class Uploads(TimeProvider time)
{
    /// <summary>The minimum rate of an upload, in bytes per second, for each second of waiting time.</summary>
    public const int RatePerSecondOfWait = 16 * 1024;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly List<Upload> _uploads = [];

    /// <param name="isWaitingForClient">Whether the upload waits for its client now.</param>
    /// <param name="end">Ends it as too slow.</param>
    public Upload Begin(Func<bool> isWaitingForClient, Action end)
    {
        Upload upload = new(isWaitingForClient, end, time.GetTimestamp());
        lock (_uploads)
            _uploads.Add(upload);
        return upload;
    }

    public void End(Upload upload)
    {
        lock (_uploads)
            _uploads.Remove(upload);
    }

    /// <summary>Ends the slowest upload below the minimum rate for a waiting time.</summary>
    public void EndSlowest(TimeSpan waited)
    {
        Upload? slowest = null;
        lock (_uploads)
        {
            var least = RatePerSecondOfWait * waited.TotalSeconds;
            var now = time.GetTimestamp();
            foreach (var upload in _uploads)
            {
                var elapsed = time.GetElapsedTime(upload.MeasuredAt, now);
                if (elapsed >= Period)
                    upload.Measure(now, elapsed);
                if (upload.Rate < least && upload.IsWaitingForClient)
                    (slowest, least) = (upload, upload.Rate);
            }

            if (slowest is not null)
                _uploads.Remove(slowest);
        }

        slowest?.End();
    }

    /// <summary>One upload, and its rate at the last check.</summary>
    internal sealed class Upload(Func<bool> isWaitingForClient, Action end, long began)
    {
        private long _bytes;
        private long _measuredBytes;

        public long MeasuredAt { get; private set; } = began;

        /// <summary>Bytes per second; an upload younger than one second counts as fast enough.</summary>
        public double Rate { get; private set; } = double.MaxValue;

        public bool IsWaitingForClient => isWaitingForClient();

        public void Add(int bytes) => Interlocked.Add(ref _bytes, bytes);

        public void Measure(long now, TimeSpan elapsed)
        {
            var bytes = Interlocked.Read(ref _bytes);
            Rate = (bytes - _measuredBytes) / elapsed.TotalSeconds;
            (_measuredBytes, MeasuredAt) = (bytes, now);
        }

        public void End() => end();
    }
}
