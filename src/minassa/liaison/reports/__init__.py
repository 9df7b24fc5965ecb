"""Reports: threat assessments after one template, drawn from records, released as a whole, printed for one reader."""
