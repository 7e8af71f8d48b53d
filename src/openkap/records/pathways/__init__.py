"""A practice's own editions of its care models, and what steers a course: moves, holds, attestations, overrides."""
