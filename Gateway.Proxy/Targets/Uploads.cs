namespace Gateway.Proxy.Targets;

/// <summary>The large uploads that hold a connection permit of one target. While others wait, each must bring its bytes at a rate that grows with their wait.</summary>
internal sealed class Uploads(TimeProvider time)
{
    /// <summary>Bytes a second that an upload must bring, for each second that the one who waits has waited.</summary>
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

    /// <summary>Ends the slowest of the uploads that are slower than somebody's wait allows.</summary>
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

    /// <summary>One upload, and how fast it was when it was last looked at.</summary>
    internal sealed class Upload(Func<bool> isWaitingForClient, Action end, long began)
    {
        private long _bytes;
        private long _measuredBytes;

        public long MeasuredAt { get; private set; } = began;

        /// <summary>Bytes a second; an upload that is younger than a second is fast enough.</summary>
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
