"""A peer's side of a pair: repeats something and answers on standard output."""
import resource, statistics, sys, time


def answer(repeat):
    """Answers each line `n` with the median milliseconds of n calls and the process's peak memory in bytes."""
    for _ in range(4):
        repeat()
    print('ready', flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            repeat()
            times.append(time.perf_counter() - start)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(statistics.median(times) * 1e3, peak, flush=True)
