"""Languages and time zones, as people choose from them."""

import zoneinfo

from django.conf.locale import LANG_INFO

# Those that Django can name, each in its own words.
SPOKEN = sorted(
    (code, info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info
)
CONTINENTS = (
    *("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/"),
    *("Australia/", "Europe/", "Indian/", "Pacific/"),
)


def time_zones() -> list[tuple[str, str]]:
    """Those that are places people live in: `Europe/Madrid`, not `Etc/GMT+3`."""
    places = (zone for zone in zoneinfo.available_timezones() if zone.startswith(CONTINENTS))
    return [(zone, zone.replace("_", " ")) for zone in sorted(places)]
