"""The region as one graph, and what an operator asks of it. The only home of networkx."""

from tourplanner.network.answers import Bridge, Central, Chain, Cluster, Completion, Near, Offer, Way
from tourplanner.network.craft_network import CraftNetwork
from tourplanner.network.legs import travel_seconds
from tourplanner.network.supplies import Supply, packaged_supplies

__all__ = [
    "Bridge",
    "Central",
    "Chain",
    "Cluster",
    "Completion",
    "CraftNetwork",
    "Near",
    "Offer",
    "Supply",
    "Way",
    "packaged_supplies",
    "travel_seconds",
]
