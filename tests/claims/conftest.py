"""Makes the searches for counter-examples repeatable: the same examples on every machine."""

from datetime import timedelta

from hypothesis import HealthCheck, settings

settings.register_profile(
    "claims",
    derandomize=True,
    database=None,
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("claims")
