"""The algorithm of the package ``matching`` by itself: what is left of the peer without its checks."""

from linli.benchmarks.placement_matching import answer, prepare, run_algorithm
from linli.benchmarks.placement_peer import main

if __name__ == "__main__":
    main(prepare, run_algorithm, answer)
