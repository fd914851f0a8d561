package dev.fwlint.docker;

import dev.fwlint.model.Network;
import java.util.List;

/**
 * The bridge of a Docker network.
 *
 * @param subnets what the ruleset tells of its addresses; nothing where it tells nothing
 * @param internal whether it was made with {@code --internal}
 */
public record Bridge(String name, List<Network> subnets, boolean internal) {
  public Bridge {
    subnets = List.copyOf(subnets);
  }
}
