"""Electronic supervision (电子监察): documents, the ladder, consultations, alarms and the wall."""
