import { authHandler } from "@/lib/platform/auth/auth-handler";
import { signInDomain } from "@/lib/sign-in/sign-in-domain.service";

const handler = authHandler(signInDomain);

export { handler as GET, handler as POST };
