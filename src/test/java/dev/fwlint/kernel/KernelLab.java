package dev.fwlint.kernel;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Outcome.Fate;
import dev.fwlint.kernel.Outcome.NotStaged;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Packet.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace whose firewall is the ruleset to judge. Packets are sent into it one at a
 * time; the counters before and after tell which rules took each.
 */
final class KernelLab implements AutoCloseable {
  /** The protocols of whose wrong checksum REJECT takes notice. */
  private static final Set<Integer> STAYS_SILENT =
      Set.of(Datagram.TCP, Datagram.UDP, Icmp.V4, Icmp.V6);

  private final Family family;
  private final Backend backend;
  private final Shell shell = new Shell();
  // a thread is in a namespace, not a process: all of the lab's sockets are opened on this one
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("lab").factory());
  private final Bench bench;
  private final Counting counting;
  private String ruleset = "";
  private @Nullable Loopback loopback;
  private Counters counters = Counters.none();

  /** Whether a ruleset loads, and what the restore command said. */
  record Load(int status, String messages) {
    boolean loads() {
      return status == 0;
    }
  }

  KernelLab(Family family, Backend backend) {
    this.family = family;
    this.backend = backend;
    shell.demand(activateConntrack());
    shell.demand(Settings.commands(family));
    bench = inside(() -> new Bench(shell, family));
    counting = inside(() -> Counting.of(backend, family));
  }

  /** Why there can be no lab here; nothing where there can. */
  static Optional<String> missing() {
    return Missing.here();
  }

  /** Loads a ruleset with the restore command; once in a lab. */
  Load load(String text) {
    ruleset = text;
    try {
      Path file = Files.createTempFile("kernel-lab", ".rules");
      Files.writeString(file, text);
      Shell.Result result = shell.run("%s -w 60 '%s'".formatted(command("restore"), file));
      Files.delete(file);
      counters = inside(counting::read);
      return new Load(result.status(), result.text());
    } catch (IOException noFile) {
      throw new UncheckedIOException(noFile);
    }
  }

  private String command(String verb) {
    return "%s-%s-%s".formatted(tables(), backend == Backend.LEGACY ? "legacy" : "nft", verb);
  }

  private String tables() {
    return family == Family.IPV4 ? "iptables" : "ip6tables";
  }

  /**
   * Without a rule that asks for it there is no conntrack, and without a nat table no connection is
   * translated. What the other backend holds counts elsewhere.
   */
  private String activateConntrack() {
    return "%s-%s -w 60 -t nat -A POSTROUTING -m conntrack --ctstate NEW"
        .formatted(tables(), backend == Backend.LEGACY ? "nft" : "legacy");
  }

  /** The counters as iptables-save prints them. */
  Counters saved() {
    // each backend warns of the other's tables, in the midst of a line
    return Counters.read(shell.demand(command("save") + " -c 2>/dev/null").lines());
  }

  /** The counters after the last packet. */
  Counters counters() {
    return counters;
  }

  /** Runs a command in the namespace. */
  Shell.Result run(String command) {
    return shell.run(command);
  }

  /** How a packet is to be staged for a ruleset, as far as that shows beforehand. */
  static Staging admit(Packet packet, Family family, String ruleset) throws Staging.Impossible {
    Packet sent = packet.in().equals(Links.LO) ? Loopback.outgoing(packet) : packet;
    Staging staging = Admission.of(sent, family, Lengths.of(ruleset));
    Optional<String> trouble = Admission.trouble(staging.datagram(), ruleset);
    if (trouble.isPresent()) {
      throw new Staging.Impossible(trouble.get());
    }
    return staging;
  }

  /** Sends one packet, and waits until the kernel is done with it. */
  Outcome send(Packet packet) {
    if (packet.in().equals(Links.LO)) {
      return loopback().send(packet);
    }
    Staging staging;
    try {
      staging = admit(packet, family, ruleset);
    } catch (Staging.Impossible impossible) {
      return new NotStaged(impossible.getMessage());
    }
    Fate seen = inside(() -> bench.send(staging));
    Counters before = counters;
    counters = inside(counting::read);
    var hits = counters.rulesSince(before);
    boolean rejected = hits.keySet().stream().anyMatch(counters.rejecting()::contains);
    if (rejected && packet.hook() == Way.OUTPUT && !STAYS_SILENT.contains(packet.protocol())) {
      return new NotStaged("what REJECT answers counts, too");
    }
    boolean gone = seen instanceof Fate.Vanished;
    return new Observation(
        hits, counters.policiesSince(before), gone && rejected ? new Fate.Rejected() : seen);
  }

  private Loopback loopback() {
    if (loopback == null) {
      loopback = new Loopback(family, backend, ruleset);
    }
    return loopback;
  }

  private <T> T inside(Callable<T> work) {
    try {
      return thread.submit(work).get();
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    if (loopback != null) {
      loopback.close();
    }
    thread.submit(counting::close);
    thread.submit(bench::close);
    thread.shutdown();
    shell.close();
  }
}
