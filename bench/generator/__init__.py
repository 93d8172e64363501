"""Made-up registries with planted schemes and their look-alikes."""
