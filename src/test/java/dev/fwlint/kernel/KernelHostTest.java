package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.model.Facts;
import dev.fwlint.model.FactsFormatException;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.HostReader;
import dev.fwlint.model.Loader;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.source.SourceFile;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Tracer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A real host's addresses and routes, as ip tells them: the kernel routes packets, and knows types
 * of addresses, as the trace does that has read them.
 */
@Tag("kernel")
class KernelHostTest {
  private static final long SEED = Long.getLong("kernel.seed", 1);
  private static final int PACKETS = Integer.getInteger("kernel.packets", 400);

  private static final List<String> INTERFACES = List.of("eth0", "eth1", "br0");

  private static final String HOST =
      """
      addr add 192.0.2.10/24 brd + dev eth0
      addr add 192.0.2.11/24 dev eth0
      addr add 172.18.0.1/16 dev br0
      addr add 10.5.0.1 peer 10.5.0.2/32 dev eth1
      addr add 10.6.0.1/31 dev eth1
      addr add 10.7.0.1/24 dev lo
      route add default via 192.0.2.1
      route add default via 172.18.0.9 metric 100
      route add 10.9.0.0/16 via 10.5.0.2 dev eth1
      route add blackhole 10.9.1.0/24
      route add unreachable 10.9.2.0/24
      route add prohibit 10.9.3.0/24
      route add throw 10.9.4.0/24
      route add 10.30.0.0/16 via 192.0.2.9 metric 10
      route add 10.30.0.0/16 via 172.18.0.9 metric 5
      """;

  private static final String RULES =
      """
      *nat
      -A PREROUTING -p tcp -m addrtype --dst-type LOCAL -m tcp --dport 8080 -j DNAT --to-destination 172.18.0.5:80
      -A PREROUTING -p tcp -m tcp --dport 2222 -j REDIRECT --to-ports 22
      -A OUTPUT -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.18.0.5:80
      -A OUTPUT -p tcp -m tcp --dport 8081 -j DNAT --to-destination 10.30.0.5:80
      -A OUTPUT -p tcp -m tcp --dport 8082 -j DNAT --to-destination 10.9.1.5:80
      COMMIT
      *mangle
      :PREROUTING ACCEPT
      :INPUT ACCEPT
      :FORWARD ACCEPT
      :OUTPUT ACCEPT
      :POSTROUTING ACCEPT
      -A PREROUTING -m addrtype --dst-type LOCAL
      -A PREROUTING -m addrtype --dst-type UNICAST
      -A PREROUTING -m addrtype --dst-type BROADCAST
      -A PREROUTING -m addrtype ! --dst-type LOCAL
      -A PREROUTING -m addrtype --dst-type BLACKHOLE,UNREACHABLE,PROHIBIT,THROW,ANYCAST
      -A PREROUTING -m addrtype --src-type LOCAL
      -A PREROUTING -m addrtype --dst-type LOCAL --limit-iface-in
      -A PREROUTING -m addrtype --dst-type UNICAST --limit-iface-in
      -A PREROUTING -m addrtype --dst-type BROADCAST --limit-iface-in
      -A PREROUTING -m addrtype ! --dst-type LOCAL --limit-iface-in
      -A INPUT -d 192.0.2.10
      -A INPUT -d 192.0.2.11
      -A INPUT -d 172.18.0.1
      -A INPUT -d 10.5.0.1
      -A INPUT -m addrtype --dst-type LOCAL
      -A FORWARD -o eth0
      -A FORWARD -o eth1
      -A FORWARD -o br0
      -A FORWARD -m addrtype --src-type LOCAL --limit-iface-out
      -A OUTPUT -o eth0
      -A OUTPUT -o eth1
      -A OUTPUT -o br0
      -A OUTPUT -o lo
      -A OUTPUT -m addrtype --src-type LOCAL --limit-iface-out
      -A POSTROUTING -o eth0
      -A POSTROUTING -o eth1
      -A POSTROUTING -o br0
      COMMIT
      """;

  private static final List<String> DESTINATIONS =
      List.of(
          "192.0.2.10",
          "192.0.2.11",
          "192.0.2.255",
          "192.0.2.77",
          "172.18.0.1",
          "172.18.255.255",
          "172.18.0.5",
          "10.5.0.1",
          "10.5.0.2",
          "10.6.0.0",
          "10.6.0.1",
          "10.7.0.9",
          "10.7.0.255",
          "10.9.0.5",
          "10.9.1.5",
          "10.9.2.5",
          "10.9.3.5",
          "10.9.4.5",
          "10.30.0.5",
          "203.0.113.5",
          "255.255.255.255");

  private static final List<Integer> PORTS = List.of(80, 8080, 8081, 8082, 2222);

  @BeforeAll
  static void needsAKernel() {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  @Test
  void packetsGoWhereTheHostSendsThem() throws FactsFormatException {
    for (Backend backend : Backend.values()) {
      try (KernelLab lab = new KernelLab(Family.IPV4, backend)) {
        lab.configure(INTERFACES, HOST);
        assertTrue(lab.load(RULES).loads());
        Tracer tracer = new Tracer(firewall(json(lab)));
        Random random = new Random(SEED);
        int sent = 0;
        for (int i = 0; i < PACKETS; i++) {
          Packet packet = packet(random);
          if (lab.sendAsConfigured(packet) instanceof Observation seen) {
            sent++;
            check(packet, tracer.trace(packet), seen, backend);
          }
        }
        assertTrue(sent > PACKETS / 2, "only " + sent + " could be sent");
      }
    }
  }

  /** What {@code --host} takes, of the lab's own kernel. */
  private static String json(KernelLab lab) {
    return "{\"addr\": %s, \"route\": %s}"
        .formatted(lab.run("ip -j addr").text(), lab.run("ip -j route").text());
  }

  private static Firewall firewall(String host) throws FactsFormatException {
    Facts facts =
        new Facts(
            Optional.of(HostReader.read(new SourceFile("host", host))),
            Optional.empty(),
            List.of());
    return Loader.load(RestoreReader.read(new SourceFile("rules", RULES), Family.IPV4), facts);
  }

  private static Packet packet(Random random) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String to = DESTINATIONS.get(random.nextInt(DESTINATIONS.size()));
    // a socket has to be allowed to send to all
    boolean sent = !to.endsWith(".255") && random.nextInt(3) == 0;
    fields.put("hook", sent ? "output" : "arrive");
    fields.put("dst", to);
    if (sent) {
      fields.put("src", "192.0.2.10");
    } else {
      fields.put("in", INTERFACES.get(random.nextInt(INTERFACES.size())));
      fields.put("src", "198.51.100.7");
    }
    fields.put("dport", PORTS.get(random.nextInt(PORTS.size())));
    try {
      return PacketFields.packet(fields);
    } catch (PacketFormatException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  private static void check(Packet packet, Trace trace, Observation seen, Backend backend) {
    assertEquals(
        seen.hits().entrySet().stream().map(Object::toString).collect(Collectors.joining("\n")),
        trace
            .hits()
            .collect(
                Collectors.toMap(
                    step -> new Counters.Place(step.table(), step.chain(), step.index()),
                    step -> 1L,
                    Long::sum,
                    TreeMap::new))
            .entrySet()
            .stream()
            .map(Object::toString)
            .collect(Collectors.joining("\n")),
        () -> backend + " " + PacketFields.fields(packet));
    assertEquals(0, trace.unknown().count(), () -> "open: " + PacketFields.fields(packet));
  }
}
