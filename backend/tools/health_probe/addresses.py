"""Which addresses this service may dial: an explicit list, applied to every answer of the resolver.

Source of the ranges: the IANA special-purpose address registries for IPv4 and IPv6.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_REFUSED_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_PUBLIC_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20")
)
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


def is_public(address: str) -> bool:
    """Whether ``address`` belongs to the public internet, also when it wraps an IPv4 address.

    Mapped, compatible, NAT64 and 6to4 forms are judged by the IPv4 address inside; Teredo and other
    tunnels are refused.

    Raises:
        ValueError: for a text that is no address.
    """
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        wrapped = _wrapped(parsed)
        if wrapped is None:
            return parsed in _PUBLIC_V6 and not any(parsed in network for network in _REFUSED_V6)
        parsed = wrapped
    return not any(parsed in network for network in _REFUSED_V4)


def is_loopback(address: str) -> bool:
    """Whether ``address`` is this machine itself, in its plain forms ``127.0.0.0/8`` and
    ``::1``.
    """
    return ip_address(address).is_loopback


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64 or address in _COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
