package dev.fwlint.reach;

import dev.fwlint.model.Address;
import dev.fwlint.model.Network;
import java.util.List;

/**
 * A network behind an interface of the host.
 *
 * @param device the interface's name
 * @param networks its addresses; none where they are not known
 * @param hosts the addresses in it that are asked about; none for all
 */
public record Segment(String device, List<Network> networks, List<Address> hosts) {
  /** The host itself. */
  public static final Segment HOST = new Segment("", List.of(), List.of());

  public Segment {
    networks = List.copyOf(networks);
    hosts = List.copyOf(hosts);
  }
}
