"""The entrance: login with a password and a second factor, on top of django-allauth; the session's actor; step-up."""
