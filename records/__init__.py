"""Events, jobs, stored files, drafts of forms, reference parameters. Who acted is a UUID."""
