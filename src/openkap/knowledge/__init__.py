"""Facts as data: dated, cited, licensed. `catalogue` reads each file once into typed values."""
