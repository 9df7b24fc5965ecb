"""The Django project: settings, addresses, jobs and start-up checks."""
