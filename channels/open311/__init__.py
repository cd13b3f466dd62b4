"""Open311 GeoReport v2: the interface that reporting programs of other cities already speak."""
