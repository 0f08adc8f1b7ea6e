// Icons by the name that object files and verbs use. Only those listed here are shipped.
import {
  AlarmClock, AlertTriangle, ArrowDown, ArrowDownUp, ArrowLeft, ArrowRight, ArrowRightCircle, ArrowUp,
  AtSign, BadgeCheck, Ban, Bell, BookOpen, Box, Building2, Calendar, Camera, ChartColumn, Check, ChevronDown,
  ChevronLeft, ChevronRight, ChevronsUpDown, ChevronUp, CircleAlert, CircleCheck, CircleDollarSign, CircleHelp,
  CircleUser, CircleX, ClipboardCheck, ClipboardList, Clock, Columns3, Command, Contact, Copy, CopyPlus, CornerDownLeft,
  Download, Ellipsis, ExternalLink, Eye, EyeOff, File, FileSignature, FileText, Filter, Flag, Flame, FolderOpen, Gauge,
  GitBranch, Goal, Group, Hand, Handshake, Headphones, History, House, Image, Inbox, Info, Kanban, Key, Keyboard,
  Landmark, Languages, Layers, LayoutDashboard, Link, List, LoaderCircle, Lock, LockOpen, LogOut, Mail, MapPin, Megaphone, Menu,
  MessageSquare, Milestone, Mic, Moon, Network, Package, PanelLeft, Paperclip, Pause, Pencil, Phone, Play, Plus, Printer,
  QrCode, Receipt, ReceiptText, RefreshCw, RotateCcw, Rows3, Save, ScanLine, Search, Send, Settings, Share2, Shield,
  ShoppingCart, SlidersHorizontal, Sparkles, Split, SquareCheck, Star, Sun, Table, Tag, Tags, Target, ThumbsDown, ThumbsUp,
  Trash2, TrendingDown, TrendingUp, Trophy, Truck, Undo2, Upload, User, UserCheck, UserPlus, UserX, Users, Wallet,
  Workflow, Wrench, X, Zap, type LucideIcon,
} from 'lucide-react'

const icons: Record<string, LucideIcon> = {
  'alarm-clock': AlarmClock, 'alert-triangle': AlertTriangle, 'triangle-alert': AlertTriangle, 'arrow-down': ArrowDown,
  'arrow-down-up': ArrowDownUp, 'arrow-left': ArrowLeft, 'arrow-right': ArrowRight, 'arrow-right-circle': ArrowRightCircle,
  'circle-arrow-right': ArrowRightCircle, 'arrow-up': ArrowUp, 'at-sign': AtSign, 'badge-check': BadgeCheck, ban: Ban, bell: Bell,
  'book-open': BookOpen, box: Box, 'building-2': Building2, calendar: Calendar, camera: Camera, 'chart-column': ChartColumn,
  check: Check, 'chevron-down': ChevronDown, 'chevron-left': ChevronLeft, 'chevron-right': ChevronRight, 'chevron-up': ChevronUp,
  'chevrons-up-down': ChevronsUpDown, 'circle-alert': CircleAlert, 'circle-check': CircleCheck,
  'circle-dollar-sign': CircleDollarSign, 'circle-help': CircleHelp, 'circle-user': CircleUser, 'circle-x': CircleX,
  'clipboard-check': ClipboardCheck, 'clipboard-list': ClipboardList, clock: Clock, columns: Columns3, command: Command,
  contact: Contact, copy: Copy, 'copy-plus': CopyPlus, enter: CornerDownLeft, download: Download, ellipsis: Ellipsis,
  'external-link': ExternalLink, eye: Eye, 'eye-off': EyeOff, file: File, 'file-signature': FileSignature, 'file-text': FileText,
  filter: Filter, flag: Flag, flame: Flame, 'folder-open': FolderOpen, gauge: Gauge, 'git-branch': GitBranch, goal: Goal, group: Group,
  hand: Hand, handshake: Handshake, headphones: Headphones, history: History, house: House, image: Image, inbox: Inbox, info: Info,
  kanban: Kanban, key: Key, keyboard: Keyboard, landmark: Landmark, languages: Languages, layers: Layers,
  'layout-dashboard': LayoutDashboard, link: Link, list: List, loader: LoaderCircle, lock: Lock, 'lock-open': LockOpen,
  'log-out': LogOut, mail: Mail, 'map-pin': MapPin, megaphone: Megaphone, menu: Menu, 'message-square': MessageSquare,
  milestone: Milestone, mic: Mic, moon: Moon, network: Network, package: Package, 'panel-left': PanelLeft, paperclip: Paperclip,
  pause: Pause, pencil: Pencil, phone: Phone, play: Play, plus: Plus, printer: Printer, 'qr-code': QrCode, receipt: Receipt,
  'receipt-text': ReceiptText, refresh: RefreshCw, 'refresh-cw': RefreshCw, 'rotate-ccw': RotateCcw, rows: Rows3, save: Save,
  scan: ScanLine, search: Search, send: Send, settings: Settings, share: Share2, shield: Shield, 'shopping-cart': ShoppingCart,
  sliders: SlidersHorizontal, sparkles: Sparkles, split: Split, 'square-check': SquareCheck, star: Star, sun: Sun, table: Table,
  tag: Tag, tags: Tags, target: Target, 'thumbs-down': ThumbsDown, 'thumbs-up': ThumbsUp, 'trash-2': Trash2, trash: Trash2,
  'trending-down': TrendingDown, 'trending-up': TrendingUp, trophy: Trophy, truck: Truck, undo: Undo2, 'undo-2': Undo2,
  upload: Upload, user: User, 'user-check': UserCheck, 'user-plus': UserPlus, 'user-x': UserX, users: Users, wallet: Wallet,
  workflow: Workflow, wrench: Wrench, x: X, zap: Zap,
}

interface Props { name: string | undefined; size?: number; className?: string }

export function Icon({ name, size = 16, className }: Props) {
  const Found = icons[name ?? ''] ?? Box
  return <Found size={size} strokeWidth={1.75} aria-hidden="true" {...(className ? { className } : {})} />
}
