"""Reading GTFS feeds, as https://gtfs.org/documentation/schedule/reference/ describes them."""
