"""Pages of documents: functions that the app above mounts, giving the access, the addresses and the service to call."""
