package dev.fwlint.docker;

import dev.fwlint.model.Network;
import java.util.List;
import java.util.Optional;

/**
 * A network of containers or virtual machines that is not Docker's.
 *
 * @param owner whose it is
 * @param bridge its interface; nothing where the rules tell only its addresses
 * @param subnets nothing where the rules tell none
 */
public record Neighbour(Owner owner, Optional<String> bridge, List<Network> subnets) {
  public Neighbour {
    subnets = List.copyOf(subnets);
  }
}
