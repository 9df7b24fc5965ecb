"""Pages of suspicious-transaction reports: the list, one report, writing it, its way to the FIU and back."""
