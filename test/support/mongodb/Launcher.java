import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * mongo-java-server as the tests need it: it says that it is MongoDB 5.0, with as much of the protocol as the driver
 * asks for; what it has answered survives a SIGKILL; and each answer says what was so when it was given.
 *
 * <p>Arguments: the port (0: any), and the file (none: in memory). Prints the port, and ends with its standard input.
 */
public final class Launcher {
  private static final Set<String> WRITING =
      Set.of(
          "insert", "update", "delete", "findandmodify", "create", "createindexes", "dropindexes", "deleteindexes",
          "drop", "dropdatabase", "renamecollection");

  private static final MongoVersion VERSION =
      new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
          return List.of(5, 0, 0);
        }

        @Override
        public int getWireVersion() {
          return 9;
        }
      };

  /** One command at a time; written ones are on the disk before they are answered. */
  private static final class Durable extends H2Backend {
    Durable(MVStore store) {
      super(store);
    }

    @Override
    public synchronized Document handleMessage(MongoMessage message) {
      Document document = message.getDocument();
      String command = document.isEmpty() ? "" : document.keySet().iterator().next().toLowerCase();
      // A reply may hold documents of the store, which the next command changes while this one is being sent.
      Document reply = super.handleMessage(message).cloneDeeply();
      if (WRITING.contains(command) && !isInMemory()) {
        commit();
        getMvStore().sync();
      }
      return reply;
    }
  }

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    MVStore store = MVStore.open(args.length > 1 ? args[1] : null);
    MongoServer server = new MongoServer(new Durable(store).version(VERSION));
    server.bind(new InetSocketAddress("127.0.0.1", port));
    System.out.println(server.getLocalAddress().getPort());
    System.out.flush();
    // Whoever started it has gone, or wants it to end.
    while (System.in.read() != -1) {}
    server.shutdownNow();
    System.exit(0);
  }
}
