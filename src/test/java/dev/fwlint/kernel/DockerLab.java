package dev.fwlint.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Docker daemon that is nobody else's: in namespaces of its own, with all that it writes in
 * memory, beside a host on the same LAN. When the lab is closed or this process ends, the kernel
 * ends all of it.
 */
final class DockerLab implements AutoCloseable {
  static final String HOST_ADDRESS = "192.0.2.1";

  /** Of the other host on the LAN: in both of its networks. */
  private static final String LAN_ADDRESS = "192.0.2.2";

  private static final String PRIVATE_LAN_ADDRESS = "172.30.0.2";

  private static final List<String> NEEDED =
      List.of("dockerd", "docker", "busybox", "iptables-save", "ip", "nsenter");

  private static final String IMAGE = "tools";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PREPARE =
      """
      export DOCKER_HOST=unix:///run/docker.sock
      mount --make-rprivate / &&
      mount -t tmpfs lab /run && mount -t tmpfs lab /tmp &&
      ip link set lo up &&
      echo '{"deprecated-key-path": "/run/key.json"}' >/run/daemon.json\
      """;

  /** What it says is in a file: this shell's own output is for answers. */
  private static final String START =
      """
      dockerd --config-file /run/daemon.json --data-root /run/root --exec-root /run/exec \
      --host unix:///run/docker.sock --pidfile /run/docker.pid --storage-driver vfs \
      --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent /%s >/run/log 2>&1 &
      for i in $(seq 300); do
        docker info >/dev/null 2>&1 && break
        kill -0 $! 2>/dev/null || break
        sleep 0.2
      done
      docker info >/dev/null 2>&1 || { tail -n 20 /run/log; false; }\
      """;

  private static final String STOP =
      """
      docker rm --force $(docker ps --all --quiet) >/dev/null 2>&1
      pid=$(cat /run/docker.pid)
      kill $pid
      for i in $(seq 100); do kill -0 $pid 2>/dev/null || break; sleep 0.1; done
      find /sys/fs/cgroup -depth -type d -path '*/%1$s*' -exec rmdir {} + 2>/dev/null
      ! kill -0 $pid 2>/dev/null\
      """;

  private static final String LAN =
      """
      ip netns add lan &&
      ip link add eth0 type veth peer name eth0 netns lan &&
      ip address add %s/24 dev eth0 && ip link set eth0 up &&
      ip -n lan address add %s/24 dev eth0 && ip -n lan link set eth0 up &&
      ip -n lan link set lo up &&
      ip address add 172.30.0.1/24 dev eth0 && ip -n lan address add %s/24 dev eth0 &&
      ip -n lan route add 172.16.0.0/12 via %1$s\
      """
          .formatted(HOST_ADDRESS, LAN_ADDRESS, PRIVATE_LAN_ADDRESS);

  /** Sends what is for the loopback address to the Docker host, as no honest host does. */
  private static final String CRAFT =
      """
      ip netns exec lan sysctl -qw net.ipv4.conf.all.route_localnet=1 &&
      ip -n lan route del local 127.0.0.0/8 dev lo table local &&
      ip -n lan route del local 127.0.0.1 dev lo table local &&
      ip -n lan route add 127.0.0.1 via %s\
      """
          .formatted(HOST_ADDRESS);

  private final Shell shell =
      new Shell(List.of("--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"));
  private final String cgroup = "fwlint-" + shell.pid();
  private final Map<String, String> bridges = new LinkedHashMap<>();

  /**
   * Where packets come from and go to.
   *
   * @param device the interface of the Docker host that leads there; {@code lo} to itself
   * @param namespace the file of its network namespace
   */
  record Place(String name, String device, String address, String namespace) {
    @Override
    public String toString() {
      return name;
    }
  }

  DockerLab() {
    try {
      shell.demand(PREPARE);
      shell.demand(START.formatted(cgroup));
      shell.demand(LAN);
      shell.demand(
          "mkdir -p /run/image/bin /run/image/www && cp $(command -v busybox) /run/image/bin/ &&"
              + " tar -C /run/image -c . | docker import - "
              + IMAGE);
      bridges.put("bridge", "docker0");
    } catch (RuntimeException failed) {
      shell.close();
      throw failed;
    }
  }

  /** Why there can be no lab here; nothing where there can. */
  static Optional<String> missing() {
    return Missing.here().or(() -> Missing.commands(NEEDED));
  }

  /** Creates a network with more options of {@code docker network create}. */
  void network(String name, String options) {
    String id = shell.demand("docker network create %s %s".formatted(options, name)).text();
    bridges.put(name, "br-" + id.substring(0, 12));
  }

  /** Starts a container that answers on TCP ports, with more options of {@code docker run}. */
  Place container(String name, String network, String options, List<Integer> ports) {
    StringBuilder servers = new StringBuilder();
    ports.forEach(port -> servers.append("/bin/busybox httpd -p %d -h /www; ".formatted(port)));
    shell.demand(
        "docker run --detach --network %s --name %s %s %s /bin/busybox sh -c '%sexec /bin/busybox sleep 1000'"
            .formatted(network, name, options, IMAGE, servers));
    String form = "{{.NetworkSettings.SandboxKey}} {{range .NetworkSettings.Networks}}";
    String[] told =
        shell
            .demand("docker inspect --format '%s{{.IPAddress}}{{end}}' %s".formatted(form, name))
            .text()
            .split(" ");
    // of an internal network no route leads out: what would happen if one did is the question
    shell.run(
        "nsenter --net=%s ip route add default via %s"
            .formatted(told[0], told[1].replaceFirst("\\d+$", "1")));
    return new Place(name, bridges.get(network), told[1], inside(told[0]));
  }

  /**
   * The other host on the LAN, which has a route to the containers, too: by the address that it has
   * in the one network and in the other.
   */
  List<Place> lan() {
    String namespace = inside("/run/netns/lan");
    return Stream.of(LAN_ADDRESS, PRIVATE_LAN_ADDRESS)
        .map(address -> new Place("outside", "eth0", address, namespace))
        .toList();
  }

  /** From now on the other host on the LAN takes 127.0.0.1 for an address of the Docker host. */
  void craft() {
    shell.demand(CRAFT);
  }

  Place host() {
    return new Place("host", "lo", HOST_ADDRESS, "/proc/%d/ns/net".formatted(shell.pid()));
  }

  private String inside(String file) {
    return "/proc/%d/root%s".formatted(shell.pid(), file);
  }

  String bridge(String network) {
    return bridges.get(network);
  }

  /** Runs a command on the Docker host that must succeed. */
  String run(String command) {
    return shell.demand(command).text();
  }

  String dump() {
    return run("iptables-save") + "\n";
  }

  /** Whether packets between containers of one network pass the firewall. */
  boolean filtersBridges() {
    String setting = "/proc/sys/net/bridge/bridge-nf-call-iptables";
    return shell.run("cat " + setting).text().equals("1");
  }

  /** The routes of the Docker host, as a packet has them. */
  List<List<String>> routes() {
    List<List<String>> routes = new ArrayList<>();
    json("ip -json route")
        .forEach(
            route -> routes.add(List.of(route.get("dst").asText(), route.get("dev").asText())));
    return routes;
  }

  /** The addresses of the Docker host. */
  List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    json("ip -json -4 address")
        .forEach(link ->
            link.get("addr_info").forEach(info -> addresses.add(info.get("local").asText())));
    return addresses;
  }

  private JsonNode json(String command) {
    try {
      return JSON.readTree(run(command));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public void close() {
    try {
      shell.demand(STOP.formatted(cgroup));
    } finally {
      shell.close();
    }
  }
}
