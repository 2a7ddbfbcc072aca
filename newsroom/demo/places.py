"""Countries, languages and platforms that the demo's shows name."""

from shows.models import Platform

COUNTRIES = {
    "CN": "China",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "JP": "Japan",
    "KR": "South Korea",
    "PL": "Poland",
    "US": "United States",
}

LANGUAGES = {
    "en": "English",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "pl": "Polish",
    "zh": "Chinese",
}

PLATFORMS = {
    "BBC One": Platform.Kind.NETWORK,
    "Crunchyroll": Platform.Kind.STREAMING,
    "HBO": Platform.Kind.NETWORK,
    "Hulu": Platform.Kind.STREAMING,
    "Netflix": Platform.Kind.STREAMING,
    "Peacock": Platform.Kind.STREAMING,
    "SBS": Platform.Kind.NETWORK,
    "Wavve": Platform.Kind.STREAMING,
    "WeTV": Platform.Kind.STREAMING,
}
