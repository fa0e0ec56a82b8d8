"""The page on data quality: who has sent what, what the register lacks, and how it stands to the reported figures."""
