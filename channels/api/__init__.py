"""The interface for programs: JSON in, JSON or a problem document out."""
