"""Running function code: unpacked archives, confined warm processes, Invoke and function URLs."""
