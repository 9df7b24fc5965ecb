"""The operations, one module for each area. Each translates to and from one service and decides nothing itself."""
