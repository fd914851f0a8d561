package dev.fwlint.kernel;

import dev.fwlint.kernel.DockerLab.Place;
import dev.fwlint.model.Address;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.Verdict;
import dev.fwlint.trace.Tracer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a trace says of the first packet of a knock, told the routes and addresses of the host. */
final class Claims {
  private final Tracer tracer;
  private final List<List<String>> routes;
  private final List<String> local;

  Claims(Firewall firewall, DockerLab lab) {
    tracer = new Tracer(firewall);
    routes = lab.routes();
    local = lab.addresses();
  }

  /** Those that get through. */
  Set<Knock> reached(Collection<Knock> knocks) {
    Set<Knock> reached = new LinkedHashSet<>();
    knocks.stream().filter(this::reaches).forEach(reached::add);
    return reached;
  }

  private boolean reaches(Knock knock) {
    try {
      Verdict verdict = tracer.trace(PacketFields.packet(packet(knock))).verdict();
      return switch (verdict) {
        case ACCEPT -> true;
        case DROP, REJECT -> false;
        default -> throw new IllegalStateException(knock + ": " + verdict);
      };
    } catch (PacketFormatException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  private Map<String, Object> packet(Knock knock) {
    Map<String, Object> packet = new LinkedHashMap<>();
    Place from = knock.from();
    if (from.device().equals(Links.LO)) {
      packet.put("hook", "output");
      packet.put("out", deviceTo(knock.address()));
      packet.put("src", sourceTo(knock.address()));
    } else {
      packet.put("hook", "arrive");
      packet.put("in", from.device());
      packet.put("src", from.address());
    }
    packet.put("dst", knock.address());
    packet.put("proto", knock.protocol());
    packet.put("dport", (long) knock.port());
    packet.put("routes", routes);
    packet.put("local", local);
    return packet;
  }

  private boolean isLocal(String address) {
    return local.contains(address) || address.startsWith("127.");
  }

  private String deviceTo(String address) {
    Address to = Address.parse(address).orElseThrow();
    return isLocal(address)
        ? Links.LO
        : routes.stream()
            .filter(route -> Network.parse(route.getFirst()).orElseThrow().contains(to))
            .findFirst()
            .orElseThrow()
            .getLast();
  }

  /** The address of the host's own in the network that another is in. */
  private String sourceTo(String address) {
    Address to = Address.parse(address).orElseThrow();
    return isLocal(address)
        ? address
        : routes.stream()
            .map(route -> Network.parse(route.getFirst()).orElseThrow())
            .filter(network -> network.contains(to))
            .flatMap(network ->
                local.stream().filter(own -> network.contains(Address.parse(own).orElseThrow())))
            .findFirst()
            .orElseThrow();
  }
}
