"""The pages, one file for each area. Views translate between HTTP and the services, and do nothing else."""
