"""The commands of ``minyi``, one file each."""
