"""What one does with a worklist besides reading it: acts on several rows, kept views, alarms as they happen."""
