"""The doors through which citizens speak to the city; each folder is one, none knows another."""
