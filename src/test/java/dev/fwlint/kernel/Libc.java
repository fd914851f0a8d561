package dev.fwlint.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The few calls of the C library that Java has no words for. */
final class Libc {
  static final int EAGAIN = 11;

  /**
   * EPERM, ENETUNREACH and EHOSTUNREACH: what a sender hears whose packet the firewall has dropped.
   */
  static final Set<Integer> DROPPED = Set.of(1, 101, 113);

  private static final int PROCESSORS = 8192;
  private static final AtomicInteger TURN = new AtomicInteger();

  private static final int O_RDONLY = 0;
  private static final int CLONE_NEWNET = 0x40000000;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final Map<String, MethodHandle> HANDLES = new ConcurrentHashMap<>();

  private Libc() {}

  /** A call failed. */
  static final class Failure extends RuntimeException {
    private final int errno;

    Failure(String call, int errno) {
      super("%s: errno %d".formatted(call, errno));
      this.errno = errno;
    }

    int errno() {
      return errno;
    }
  }

  /** Calls a function whose result is a number, negative where it fails. */
  static int call(String name, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      Object[] all = new Object[arguments.length + 1];
      all[0] = state;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      int result = (int) (long) handle(name, arguments).invokeWithArguments(all);
      if (result < 0) {
        throw new Failure(name, (int) ERRNO.get(state, 0L));
      }
      return result;
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static MethodHandle handle(String name, Object[] arguments) {
    return HANDLES.computeIfAbsent(
        name,
        function ->
            LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(function),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    Arrays.stream(arguments).map(Libc::layout).toArray(MemoryLayout[]::new)),
                Linker.Option.captureCallState("errno")));
  }

  private static MemoryLayout layout(Object argument) {
    return switch (argument) {
      case Integer i -> ValueLayout.JAVA_INT;
      case Long l -> ValueLayout.JAVA_LONG;
      default -> ValueLayout.ADDRESS;
    };
  }

  /** Moves this thread, and no other, into the network namespace of a process. */
  static void enterNetworkOf(long process) {
    enterNetwork("/proc/%d/ns/net".formatted(process));
  }

  /** As {@link #enterNetworkOf}, by a file that stands for the namespace. */
  static void enterNetwork(String file) {
    try (Arena arena = Arena.ofConfined()) {
      int namespace = call("open", arena.allocateFrom(file), O_RDONLY);
      call("setns", namespace, CLONE_NEWNET);
      call("close", namespace);
    }
  }

  /**
   * Keeps this thread on one processor: what it sends is then received in the order sent. Thread
   * after thread gets the next of the processors that it may run on.
   */
  static void stayOnOneProcessor() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(PROCESSORS / 8);
      call("sched_getaffinity", 0, set.byteSize(), set);
      BitSet allowed = BitSet.valueOf(set.toArray(ValueLayout.JAVA_BYTE));
      int processor = allowed.nextSetBit(0);
      for (int i = TURN.getAndIncrement() % allowed.cardinality(); i > 0; i--) {
        processor = allowed.nextSetBit(processor + 1);
      }
      set.fill((byte) 0).set(ValueLayout.JAVA_BYTE, processor / 8, (byte) (1 << processor % 8));
      call("sched_setaffinity", 0, set.byteSize(), set);
    }
  }

  /** The number of an interface of this thread's namespace. */
  static int interfaceIndex(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return call("if_nametoindex", arena.allocateFrom(name));
    }
  }
}
