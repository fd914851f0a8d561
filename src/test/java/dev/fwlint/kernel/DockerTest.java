package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.kernel.DockerLab.Place;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real daemon's firewall, as it sets it up and as people change it: what fwlint says of it is
 * what connections between containers, the host and its LAN meet.
 */
@Tag("docker")
class DockerTest {
  private static final List<Integer> TCP = List.of(80, 5432, 7000);
  private static final List<Integer> UDP = List.of(9000, 9001);

  private static final List<Place> CONTAINERS = new ArrayList<>();
  private static final List<Echo> ECHOES = new ArrayList<>();
  private static Optional<DockerLab> started = Optional.empty();
  private static Set<Knock> asMade = Set.of();

  @BeforeAll
  static void start() {
    Optional<String> missing = DockerLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    DockerLab lab = new DockerLab();
    started = Optional.of(lab);
    lab.network("shop", "");
    lab.network("till", "");
    lab.network("vault", "--internal");
    lab.network("kiosk", "--opt com.docker.network.bridge.enable_icc=false");
    container("web", "shop", "-p 8080:80 -p 127.0.0.1:5432:5432 -p 9000:9000/udp");
    container("worker", "shop", "");
    container("desk", "till", "");
    container("safe", "vault", "");
    container("screen", "kiosk", "-p 192.0.2.1:8081:80");
    container("printer", "kiosk", "");
    container("plain", "bridge", "");
    lab.run("ip netns exec lan busybox httpd -p 80 -h /tmp");
    ECHOES.add(new Echo(lab.lan().getFirst(), UDP));
    ECHOES.add(new Echo(lab.host(), List.of(9001)));
    lab.run("iptables-save >/run/made-by-docker");
    asMade = knock(knocks(), claims(knocks())).reached();
  }

  private static void container(String name, String network, String options) {
    Place place = lab().container(name, network, options, TCP);
    CONTAINERS.add(place);
    ECHOES.add(new Echo(place, UDP));
  }

  private static DockerLab lab() {
    return started.orElseThrow();
  }

  @AfterAll
  static void stop() {
    ECHOES.forEach(Echo::close);
    started.ifPresent(DockerLab::close);
  }

  @Test
  void whatDockerSetsUpIsAsItSays() {
    List<Diagnosis> diagnoses = diagnoses();
    assertEquals(Set.of(), told(diagnoses));
    assertExposed(diagnoses);
    List<Knock> knocks = knocks();
    Set<Knock> claimed = claims(knocks);
    Knocks.Result result = knock(knocks, claimed);
    assertEquals(names(claimed), names(result.reached()));
    assertEquals(names(claimed), names(result.answered()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iptables -P FORWARD ACCEPT",
        "iptables -I DOCKER-USER -i SHOP -j ACCEPT",
        "iptables -I DOCKER-USER -i VAULT -j ACCEPT",
        "iptables -I DOCKER-USER -i SHOP -j ACCEPT;"
            + " iptables -I DOCKER-USER -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
        "iptables -I DOCKER-USER -i SHOP -o TILL -p tcp --dport 5432 -j ACCEPT",
        "iptables -I DOCKER-USER -i eth0 ! -s 198.51.100.0/24 -m conntrack --ctstate NEW -j DROP",
        "iptables -I FORWARD -s 172.16.0.0/12 -j ACCEPT",
        "iptables -D DOCKER-ISOLATION-STAGE-1 -i SHOP ! -o SHOP -j DOCKER-ISOLATION-STAGE-2",
        "iptables -D DOCKER-ISOLATION-STAGE-2 -o TILL -j DROP",
        "iptables -F DOCKER-ISOLATION-STAGE-1",
        "iptables -D FORWARD -j DOCKER-ISOLATION-STAGE-1",
        "iptables -F FORWARD; iptables -A FORWARD -j DOCKER-USER",
        "iptables -t nat -F DOCKER",
        "iptables -I INPUT -i SHOP -p tcp --dport 8080 -j DROP",
      })
  void whatIsChangedIsAsItSays(String change) {
    String commands = change;
    for (String network : List.of("shop", "till", "vault")) {
      commands = commands.replace(network.toUpperCase(Locale.ROOT), lab().bridge(network));
    }
    try {
      lab().run(commands);
      List<Knock> knocks = knocks();
      Set<Knock> claimed = claims(knocks);
      Set<Knock> surely = claimed.stream().filter(asMade::contains).collect(Collectors.toSet());
      Knocks.Result result = knock(knocks, surely);
      assertEquals(names(claimed), names(result.reached()), change);
      List<Diagnosis> diagnoses = diagnoses();
      assertEquals(opened(result.reached()), told(diagnoses), change);
      assertExposed(diagnoses);
    } finally {
      lab().run("iptables-restore </run/made-by-docker");
    }
  }

  /** A port that is published to the host alone is open to its LAN, by the container's address. */
  @Test
  void aLanReachesWhatIsPublishedToLoopback() {
    Place web = CONTAINERS.getFirst();
    for (Place outside : lab().lan()) {
      assertTrue(asMade.contains(new Knock(outside, "tcp", web.address(), 5432)));
      assertFalse(asMade.contains(new Knock(outside, "tcp", web.address(), 7000)));
    }
    assertTrue(exposesLoopback(web.address()));
  }

  /**
   * It is open by 127.0.0.1 as well to whoever sends such a packet: it is translated before the
   * kernel looks whether that address may come in there.
   */
  @Test
  void aCraftedPacketReachesWhatIsPublishedToLoopback() {
    lab().craft();
    List<Knock> knocks = new ArrayList<>();
    for (int port : List.of(5432, 7000)) {
      knocks.add(new Knock(lab().lan().getFirst(), "tcp", "127.0.0.1", port));
    }
    Set<Knock> open = Set.of(knocks.getFirst());
    assertEquals(names(open), names(knock(knocks, Set.of()).reached()));
    assertTrue(exposesLoopback("127.0.0.1"));
  }

  private static boolean exposesLoopback(String address) {
    return diagnoses().stream()
        .filter(diagnosis -> diagnosis.rule().equals("loopback-publish-exposed"))
        .flatMap(diagnosis -> diagnosis.walk().stream())
        .anyMatch(walk -> address.equals(walk.packet().get("dst")));
  }

  /** Between all places and ports. */
  private static List<Knock> knocks() {
    List<Knock> knocks = new ArrayList<>();
    List<Place> places = new ArrayList<>(CONTAINERS);
    places.add(lab().lan().getFirst());
    List<Place> sources = new ArrayList<>(CONTAINERS);
    sources.addAll(lab().lan());
    sources.add(lab().host());
    for (Place from : sources) {
      for (Place to : places) {
        if (mayAsk(from, to)) {
          TCP.forEach(port -> knocks.add(new Knock(from, "tcp", to.address(), port)));
          UDP.forEach(port -> knocks.add(new Knock(from, "udp", to.address(), port)));
        }
      }
      for (int port : List.of(80, 5432, 8080, 8081)) {
        knocks.add(new Knock(from, "tcp", DockerLab.HOST_ADDRESS, port));
      }
      UDP.forEach(port -> knocks.add(new Knock(from, "udp", DockerLab.HOST_ADDRESS, port)));
    }
    for (int port : List.of(5432, 8080, 8081)) {
      knocks.add(new Knock(lab().host(), "tcp", "127.0.0.1", port));
    }
    return knocks;
  }

  /** What stays on a bridge passes the firewall only where the kernel is told so. */
  private static boolean mayAsk(Place from, Place to) {
    boolean sameHost = from.namespace().equals(to.namespace());
    return !sameHost && (!from.device().equals(to.device()) || lab().filtersBridges());
  }

  private static Set<Knock> claims(List<Knock> knocks) {
    return new Claims(Linter.load(dump(), Optional.of(Family.IPV4)), lab()).reached(knocks);
  }

  private static Knocks.Result knock(List<Knock> knocks, Set<Knock> expected) {
    List<Place> destinations = new ArrayList<>(CONTAINERS);
    destinations.add(lab().lan().getFirst());
    return Knocks.of(knocks, destinations, expected);
  }

  private static Set<String> names(Set<Knock> knocks) {
    Set<String> names = new TreeSet<>();
    knocks.forEach(knock -> names.add(knock.toString()));
    return names;
  }

  /** The pairs of networks between which something is reached that was not, by their bridges. */
  private static Set<String> opened(Set<Knock> reached) {
    Set<String> opened = new TreeSet<>();
    for (Knock knock : reached) {
      if (!asMade.contains(knock)) {
        Stream.concat(CONTAINERS.stream(), lab().lan().stream())
            .filter(place -> place.address().equals(knock.address()))
            .filter(place -> isIsolated(knock.from(), place))
            .forEach(place -> opened.add(side(knock.from()) + " to " + side(place)));
      }
    }
    return opened;
  }

  private static boolean isIsolated(Place from, Place to) {
    boolean containers = CONTAINERS.contains(from) && CONTAINERS.contains(to);
    String internal = lab().bridge("vault");
    boolean talk =
        from.device().equals(to.device()) && !from.device().equals(lab().bridge("kiosk"));
    return !talk
        && !from.equals(lab().host())
        && (containers || from.device().equals(internal) || to.device().equals(internal));
  }

  private static String side(Place place) {
    return CONTAINERS.contains(place) ? place.device() : place.name();
  }

  private static SourceFile dump() {
    return new SourceFile("dump", lab().dump());
  }

  private static List<Diagnosis> diagnoses() {
    Linter linter = new Linter(page -> true, Optional.of(Family.IPV4));
    return linter.lint(List.of(dump())).report().files().getFirst().diagnoses();
  }

  private static boolean isAbout(Diagnosis diagnosis, String category) {
    return Linter.catalog().page(diagnosis.rule()).orElseThrow().category().equals(category);
  }

  /** The pairs of networks that findings about isolation name. */
  @SuppressWarnings("unchecked")
  private static Set<String> told(List<Diagnosis> diagnoses) {
    Set<String> told = new TreeSet<>();
    for (Diagnosis diagnosis : diagnoses) {
      if (isAbout(diagnosis, "isolation")) {
        Object pairs = diagnosis.finding().properties().getOrDefault("pairs", List.of());
        ((List<List<String>>) pairs).forEach(pair -> told.add(String.join(" to ", pair)));
      }
    }
    return told;
  }

  /** Where a finding says that a packet from outside gets in, one like it does. */
  private static void assertExposed(List<Diagnosis> diagnoses) {
    Set<Knock> exposed = new LinkedHashSet<>();
    for (Diagnosis diagnosis : diagnoses) {
      if (isAbout(diagnosis, "exposure")) {
        diagnosis
            .walk()
            .filter(walk -> walk.verdict().equals("ACCEPT"))
            .flatMap(walk -> likeIt(walk.packet()))
            .ifPresent(exposed::add);
      }
    }
    Knocks.Result result = knock(List.copyOf(exposed), exposed);
    assertEquals(names(exposed), names(result.reached()));
  }

  /** To what is really there: the host for an address of its own; and from a network like its. */
  private static Optional<Knock> likeIt(Map<String, Object> packet) {
    boolean fromPrivate = packet.get("src").toString().startsWith("172.");
    Place outside = fromPrivate ? lab().lan().getLast() : lab().lan().getFirst();
    String to = packet.get("dst").toString();
    boolean host = packet.getOrDefault("local", List.of()).toString().contains(to);
    boolean crafted = to.startsWith("127.");
    return crafted || !packet.getOrDefault("in", "").equals("eth0")
        ? Optional.empty()
        : Optional.of(
            new Knock(
                outside,
                packet.get("proto").toString(),
                host ? DockerLab.HOST_ADDRESS : to,
                Integer.parseInt(packet.get("dport").toString())));
  }
}
