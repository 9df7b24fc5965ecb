"""The register of incidents of security and mis-disclosures: what happened, two clocks, what was done, what was learnt (R16)."""
