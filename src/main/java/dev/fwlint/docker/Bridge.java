package dev.fwlint.docker;

import dev.fwlint.model.Address;
import dev.fwlint.model.Network;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The bridge of a Docker network, as far as the rules tell of it. What they do not tell is nothing:
 * never a default.
 *
 * @param name of the interface
 * @param subnets of the ruleset's family; nothing where nothing tells them
 * @param internal whether it was made with {@code --internal} or in gateway mode {@code isolated},
 *     which have the same rules
 * @param gateway how the network is reached; nothing for an internal one
 * @param hiding what becomes of source addresses on the way out; nothing where the ruleset has no
 *     nat table
 * @param icc whether its containers may talk to each other
 * @param swarm whether it is the one by which swarm's containers get out, docker_gwbridge
 * @param network what Docker calls the network; nothing where nobody has said
 * @param containers their names, by address, of both families, where somebody has said
 */
public record Bridge(
    String name,
    List<Network> subnets,
    boolean internal,
    Optional<Gateway> gateway,
    Optional<Hiding> hiding,
    Optional<Boolean> icc,
    boolean swarm,
    Optional<String> network,
    Map<Address, String> containers) {
  /** What Docker allows as a name (daemon/names of moby/moby), and people have had before. */
  private static final Pattern NAME = Pattern.compile("[\\p{Alnum}][\\p{Alnum}_.\\- ]{0,127}");

  public Bridge {
    subnets = List.copyOf(subnets);
    containers = Collections.unmodifiableMap(new LinkedHashMap<>(containers));
  }

  /** One of which nothing is known but its name. */
  static Bridge unknown(String name) {
    return new Bridge(
        name,
        List.of(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Map.of());
  }

  /** For people: {@code shop (br-519e03b4fdf5)}, or only the interface's name. */
  public String title() {
    return network
        .filter(known -> NAME.matcher(known).matches() && !known.equals(name))
        .map(known -> known + " (" + name + ")")
        .orElse(name);
  }

  /** For people: {@code web (172.18.0.2)}, or only the address. */
  public String title(Address container) {
    return Optional.ofNullable(containers.get(container))
        .filter(known -> NAME.matcher(known).matches())
        .map(known -> known + " (" + container + ")")
        .orElse(container.toString());
  }

  /** What {@code com.docker.network.bridge.gateway_mode_ipv4} (or 6) says. */
  public enum Gateway {
    /** Only published ports are let in. */
    NAT,
    /** Everything is let in, and ports are published beside. */
    NAT_UNPROTECTED,
    /** Nothing is translated; published ports are let in. */
    ROUTED
  }

  /** How the rules hide a network's source addresses. */
  public sealed interface Hiding {
    /** {@code MASQUERADE}. */
    record Masquerade() implements Hiding {}

    /** {@code SNAT}, of a network made with {@code host_ipv4} or {@code host_ipv6}. */
    record Behind(Address address) implements Hiding {}

    /**
     * No rule does: it is routed, was made with {@code enable_ip_masquerade=false}, or its rule is
     * lost. The rules do not tell which.
     */
    record None() implements Hiding {}
  }
}
