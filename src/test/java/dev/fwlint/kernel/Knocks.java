package dev.fwlint.kernel;

import dev.fwlint.kernel.DockerLab.Place;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Many knocks at once, each made by a socket in the network namespace of where it comes from. That
 * one gets there shows by an answer, be it that nobody listens, or where it arrives: an answer may
 * be stopped.
 */
final class Knocks {
  /** How long is waited for what is to be answered, and for what is not. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration SILENCE = Duration.ofSeconds(1);

  /**
   * Each knock has a port of its own to come from, by which it is known where it arrives; none
   * comes again, or conntrack would take it for what it knows.
   */
  private static final AtomicInteger PORTS = new AtomicInteger(10_000);

  private final Map<Integer, Knock> byPort = new LinkedHashMap<>();
  private final Set<Knock> expected;
  private final Set<Knock> answered = ConcurrentHashMap.newKeySet();
  private final Set<Knock> arrived = ConcurrentHashMap.newKeySet();

  private Knocks(Collection<Knock> knocks, Set<Knock> expected) {
    this.expected = expected;
    knocks.forEach(knock -> byPort.put(PORTS.getAndIncrement(), knock));
  }

  /**
   * What came of some knocks.
   *
   * @param reached those that got there
   * @param answered those among them that heard something
   */
  record Result(Set<Knock> reached, Set<Knock> answered) {}

  /**
   * @param destinations where arrivals are looked for
   * @param expected which ones are believed to be answered: only speed depends on it
   */
  static Result of(Collection<Knock> knocks, Collection<Place> destinations, Set<Knock> expected) {
    Knocks all = new Knocks(knocks, expected);
    Map<Place, RawSocket> watches = new LinkedHashMap<>();
    for (Place place : destinations) {
      watches.put(place, inside(place, RawSocket::receivingFrames));
    }
    try {
      all.knock();
      watches.values().forEach(all::note);
    } finally {
      watches.values().forEach(RawSocket::close);
    }
    Set<Knock> reached = new LinkedHashSet<>(all.answered);
    reached.addAll(all.arrived);
    return new Result(reached, all.answered);
  }

  /** Does something on a thread of its own that is in the network namespace of a place. */
  static <T> T inside(Place place, Callable<T> work) {
    return join(start(place, work));
  }

  private static <T> Running<T> start(Place place, Callable<T> work) {
    Running<T> running = new Running<>();
    running.thread =
        Thread.ofPlatform()
            .daemon()
            .name(place.name())
            .start(() -> {
              try {
                Libc.enterNetwork(place.namespace());
                running.result.add(work.call());
              } catch (Exception failure) {
                running.failures.add(failure);
              }
            });
    return running;
  }

  private static final class Running<T> {
    private final List<T> result = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private Thread thread = Thread.currentThread();
  }

  private static <T> T join(Running<T> running) {
    try {
      running.thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    if (!running.failures.isEmpty()) {
      throw new IllegalStateException(running.failures.getFirst());
    }
    return running.result.getFirst();
  }

  private void knock() {
    Map<Place, Map<Integer, Knock>> byPlace =
        byPort.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.getValue().from(),
                    LinkedHashMap::new,
                    Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    List<Running<Boolean>> running = new ArrayList<>();
    byPlace.forEach((place, knocks) -> running.add(start(place, () -> knock(knocks))));
    running.forEach(Knocks::join);
  }

  private boolean knock(Map<Integer, Knock> knocks) throws IOException {
    List<SelectableChannel> channels = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (Map.Entry<Integer, Knock> entry : knocks.entrySet()) {
        channels.add(open(selector, entry.getKey(), entry.getValue()));
      }
      Set<Knock> awaited = new LinkedHashSet<>(knocks.values());
      awaited.retainAll(expected);
      long start = System.nanoTime();
      while (waitsOn(awaited, Duration.ofNanos(System.nanoTime() - start))) {
        selector.select(key -> hear(key), 50);
        awaited.removeAll(answered);
      }
      return true;
    } finally {
      for (SelectableChannel channel : channels) {
        channel.close();
      }
    }
  }

  private static boolean waitsOn(Set<Knock> awaited, Duration waited) {
    return waited.compareTo(awaited.isEmpty() ? SILENCE : PATIENCE) < 0;
  }

  private static SelectableChannel open(Selector selector, int from, Knock knock)
      throws IOException {
    InetSocketAddress to = new InetSocketAddress(knock.address(), knock.port());
    InetSocketAddress own = new InetSocketAddress(source(knock), from);
    if (knock.isTcp()) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
      channel.configureBlocking(false);
      channel.bind(own);
      channel.connect(to);
      channel.register(selector, SelectionKey.OP_CONNECT, knock);
      return channel;
    }
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    channel.configureBlocking(false);
    channel.bind(own);
    channel.register(selector, SelectionKey.OP_READ, knock);
    // not connected: docker-proxy answers from another address than was asked
    channel.send(ByteBuffer.wrap(new byte[] {'?'}), to);
    return channel;
  }

  /** The Docker host has many addresses, and takes the one that is for the destination. */
  private static String source(Knock knock) {
    return knock.from().device().equals(Links.LO) ? "0.0.0.0" : knock.from().address();
  }

  private void hear(SelectionKey key) {
    Knock knock = (Knock) key.attachment();
    try {
      if (key.channel() instanceof SocketChannel channel) {
        channel.finishConnect();
      } else if (key.channel() instanceof DatagramChannel channel) {
        channel.receive(ByteBuffer.allocate(1));
      }
      answered.add(knock);
    } catch (IOException refused) {
      if (refused.getMessage() == null || refused.getMessage().contains("refused")) {
        answered.add(knock);
      }
    }
    key.cancel();
  }

  /** What has come in since a socket was opened. */
  private void note(RawSocket watch) {
    while (watch.await(0)) {
      watch.receive().ifPresent(received -> note(received.data()));
    }
  }

  private void note(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    if (frame.length >= 34 && bytes.getShort(12) == 0x0800) {
      byte[] packet = new byte[frame.length - 14];
      bytes.get(14, packet);
      Endpoints ends = Endpoints.of(packet);
      Knock knock = byPort.get(ends.sourcePort());
      int protocol = packet[9] & 0xff;
      if (knock != null && protocol == (knock.isTcp() ? Datagram.TCP : Datagram.UDP)) {
        arrived.add(knock);
      }
    }
  }
}
