"""What is claimed about speed, runnable: `python -m benchmarks`; docs/PERFORMANCE.md explains."""
