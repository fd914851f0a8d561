package dev.fwlint.docker;

import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Network;
import dev.fwlint.model.Step;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules that other programs than Docker put into built-in chains, beside their jumps to chains
 * of their own. Those of libvirt before 5.1 have the shapes of src/util/viriptables.c and
 * network/bridge_driver_linux.c; others say whose they are in a comment.
 */
final class NeighbourRules {
  private static final Pattern USUAL = Pattern.compile("virbr\\d+");

  private static final Set<String> LIBVIRT =
      Set.of(
          "filter/FORWARD -d NET -o BR --ctstate RELATED,ESTABLISHED -j ACCEPT",
          "filter/FORWARD -d NET -i IF -o BR --ctstate RELATED,ESTABLISHED -j ACCEPT",
          "filter/FORWARD -d NET -o BR -j ACCEPT",
          "filter/FORWARD -d NET -i IF -o BR -j ACCEPT",
          "filter/FORWARD -s NET -i BR -j ACCEPT",
          "filter/FORWARD -s NET -i BR -o IF -j ACCEPT",
          "filter/FORWARD -i BR -o BR -j ACCEPT",
          "filter/FORWARD -o BR -j REJECT",
          "filter/FORWARD -i BR -j REJECT",
          "mangle/POSTROUTING -o BR -p P --dport N -j CHECKSUM");

  /** Names and addresses for guests: DNS, DHCP, DHCPv6, TFTP. */
  private static final Set<String> LIBVIRT_SERVICES =
      Set.of(
          "filter/INPUT -i BR -p P --dport N -j ACCEPT",
          "filter/OUTPUT -o BR -p P --dport N -j ACCEPT");

  /**
   * What libvirt writes into chains of its own, since 5.1: src/network/network_iptables.c. The
   * other interface is the one that a network is bound to.
   */
  private static final Set<String> LIBVIRT_CHAINS =
      Set.of(
          "filter/LIBVIRT_FWX -i BR -o BR -j ACCEPT",
          "filter/LIBVIRT_FWI -d NET -o BR --ctstate RELATED,ESTABLISHED -j ACCEPT",
          "filter/LIBVIRT_FWI -d NET -i BR -o OTHER --ctstate RELATED,ESTABLISHED -j ACCEPT",
          "filter/LIBVIRT_FWI -d NET -o BR -j ACCEPT",
          "filter/LIBVIRT_FWI -d NET -i BR -o OTHER -j ACCEPT",
          "filter/LIBVIRT_FWI -o BR -j REJECT",
          "filter/LIBVIRT_FWO -s NET -i BR -j ACCEPT",
          "filter/LIBVIRT_FWO -s NET -i BR -o OTHER -j ACCEPT",
          "filter/LIBVIRT_FWO -i BR -j REJECT",
          "mangle/LIBVIRT_PRT -o BR -p P --dport N -j CHECKSUM");

  private static final Pattern LIBVIRT_SERVICE =
      Pattern.compile("filter/LIBVIRT_(INP -i|OUT -o) BR -p P --dport N -j ACCEPT");

  private static final Pattern LIBVIRT_HIDES =
      Pattern.compile(
          "nat/LIBVIRT_PRT -s NET"
              + "( ! -d SAME( -o BR)?( -p P)? -j (MASQUERADE|SNAT)| -d (NET|HOST)( -o BR)? -j RETURN)");

  private static final Set<Integer> SERVICES = Set.of(53, 67, 68, 69, 546, 547);

  private static final Set<String> LIBVIRT_NAT =
      Set.of(
          "nat/POSTROUTING -s NET ! -d SAME -j MASQUERADE",
          "nat/POSTROUTING -s NET ! -d SAME -p P -j MASQUERADE",
          "nat/POSTROUTING -s NET -d NET -j RETURN",
          "nat/POSTROUTING -s NET -d HOST -j RETURN");

  /** What the comments of programs begin with that comment each of their rules. */
  private static final Map<Owner, Pattern> COMMENTS =
      Map.of(
          Owner.CALICO, Pattern.compile("cali:.*"),
          Owner.KUBERNETES, Pattern.compile("kubernetes .*"),
          Owner.FLANNEL, Pattern.compile("flanneld .*"));

  private final Set<String> guests = new HashSet<>();
  private final Set<Network> guestNetworks = new HashSet<>();

  NeighbourRules(DockerHost host) {
    host.neighbours().stream()
        .filter(neighbour -> neighbour.owner() == Owner.LIBVIRT)
        .forEach(neighbour -> {
          neighbour.bridge().ifPresent(guests::add);
          guestNetworks.addAll(neighbour.subnets());
        });
  }

  Optional<Owner> of(Step step) {
    return Neighbours.networkOfComment(step)
        .map(network -> Owner.LXD)
        .or(() -> byComment(step))
        .or(() -> Optional.of(Owner.LIBVIRT).filter(owner -> isLibvirts(step)));
  }

  private static Optional<Owner> byComment(Step step) {
    return Sketch.comment(step)
        .flatMap(comment ->
            COMMENTS.entrySet().stream()
                .filter(said -> said.getValue().matcher(comment).matches())
                .map(Map.Entry::getKey)
                .findFirst());
  }

  private boolean isLibvirts(Step step) {
    boolean ofGuests =
        Shapes.network(step, End.SOURCE, false).filter(guestNetworks::contains).isPresent();
    if (!ofGuests && Shapes.interfaces(step).noneMatch(this::isLibvirts)) {
      return false;
    }
    String shape = Sketch.of(step, this::isLibvirts);
    return LIBVIRT.contains(shape)
        || ofGuests && LIBVIRT_NAT.contains(shape)
        || LIBVIRT_SERVICES.contains(shape)
            && Shapes.port(step).filter(SERVICES::contains).isPresent();
  }

  /** Whether libvirt writes such a rule into the chain of its own that this one stands in. */
  static boolean libvirtWrote(Step step) {
    String shape = Sketch.of(step, name -> true);
    return LIBVIRT_CHAINS.contains(shape)
        || LIBVIRT_HIDES.matcher(shape).matches()
        || LIBVIRT_SERVICE.matcher(shape).matches()
            && Shapes.port(step).filter(SERVICES::contains).isPresent();
  }

  private boolean isLibvirts(String bridge) {
    return guests.contains(bridge) || USUAL.matcher(bridge).matches();
  }
}
