"""Looks at everything the assistant stands on, so that an operator is told what to mend.

`python -m deployment.doctor` runs it on the settings of the assistant. It changes nothing but a
probe in the blob store and a counter in the database, and it says no secret.
"""
