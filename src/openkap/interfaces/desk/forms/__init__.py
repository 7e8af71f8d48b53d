"""The desk's forms: what is typed, as values. Whether it can be is for the services to say."""
