package dev.fwlint.model;

import java.util.List;
import java.util.Map;

/**
 * A network of Docker's, as {@code docker network inspect} tells it.
 *
 * @param bridge the interface of its bridge
 * @param subnets of both families
 * @param options what it was made with ({@code -o}), by name
 */
public record KnownNetwork(
    String name,
    String bridge,
    List<Network> subnets,
    boolean internal,
    Map<String, String> options,
    List<Container> containers) {
  public KnownNetwork {
    subnets = List.copyOf(subnets);
    options = Map.copyOf(options);
    containers = List.copyOf(containers);
  }

  /** A container of the network, with its addresses there. */
  public record Container(String name, List<Address> addresses) {
    public Container {
      addresses = List.copyOf(addresses);
    }
  }
}
