"""French dates: the native pickers send ISO, people type 24/11/2026."""
