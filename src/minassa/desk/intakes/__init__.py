"""Files that people send at a page to be brought in: kept, looked at, brought in by the clock a few seconds at a time, and told of."""
