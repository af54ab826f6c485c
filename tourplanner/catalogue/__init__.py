from tourplanner.catalogue.catalogue import Catalogue

__all__ = ["Catalogue"]
