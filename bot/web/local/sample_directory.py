"""The made-up customers of the local profile, so that a domain can be tried without a network."""

from __future__ import annotations

from bot.claims.models import Verification
from bot.claims.ports import Directory, DirectoryAnswer

#: Tenant IDs of made-up organisations; the `.example` ending can never be a real domain.
SAMPLES = {
    "fabrikam.example": "8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94",
    "tailspintoys.example": "5b0c9a1e-7c42-4f0b-8f63-1a2d94c7e610",
    "northwindtraders.example": "c1f7d2aa-3f58-4f4e-9b0e-6f0f2f1f7b25",
    "wingtiptoys.example": "e4a81c7d-52b9-4c0a-a1d6-08b3c5f2d977",
    "adventure-works.example": "f90b3d16-1b7e-43c8-9a52-7d5c1e8a4b33",
}


class SampleDirectory:
    """Implements the port `Directory`: samples for `.example`, the real one for the rest."""

    def __init__(self, real: Directory, own_tenant: str) -> None:
        self._real = real
        self._samples = {**SAMPLES, "contoso.example": own_tenant}

    async def find_tenant(self, domain: str) -> DirectoryAnswer:
        """Look a domain up."""
        if not domain.endswith(".example"):
            return await self._real.find_tenant(domain)
        found = self._samples.get(domain)
        if found is None:
            return DirectoryAnswer(result=Verification.NOT_FOUND)
        return DirectoryAnswer(result=Verification.MATCHED, tenant_id=found)
