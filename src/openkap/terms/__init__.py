"""The words of openkap: small values that are valid once they exist. `GLOSSARY.md` rules what each one means."""
